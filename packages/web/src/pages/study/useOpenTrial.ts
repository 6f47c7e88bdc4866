import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Trial, trialRun } from '../../data/studyModel.ts';

/** Goes to the run a trial was trained in, where it has one. */
export function useOpenTrial(): (trial: Trial) => void {
  const navigate = useNavigate();
  return useCallback(
    (trial) => {
      const run = trialRun(trial);
      if (run) void navigate({ to: '/experiments/$experimentId/runs/$runId', params: run });
    },
    [navigate],
  );
}
