import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** What the pages have asked the server. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) =>
        !(error instanceof ApiError && error.status >= 400 && error.status < 500) && count < 2,
    },
  },
});
