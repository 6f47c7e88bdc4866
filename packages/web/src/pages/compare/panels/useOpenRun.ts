import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Run } from '../../../data/model.ts';

/** Goes to a run's page. */
export function useOpenRun(): (run: Run) => void {
  const navigate = useNavigate();
  return useCallback(
    (run) =>
      void navigate({
        to: '/experiments/$experimentId/runs/$runId',
        params: { experimentId: run.experimentId, runId: run.id },
      }),
    [navigate],
  );
}
