import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Trial } from '../../data/studyModel.ts';

/** Goes to the page of a trial of the study whose page this is. */
export function useOpenTrial(): (trial: Trial) => void {
  const navigate = useNavigate();
  const { studyId = '' } = useParams({ strict: false });
  return useCallback(
    (trial) =>
      void navigate({
        to: '/studies/$studyId/trials/$number',
        params: { studyId, number: String(trial.number) },
      }),
    [navigate, studyId],
  );
}
