import { type AuditEvent, type Caller, createNeed, isAdmin, may, studyNeed } from '@orrery/access';
import { OrreryError } from '@orrery/core';
import { authenticate } from '../access/authenticate.ts';
import type { GuardParts } from '../access/guard.ts';
import type { Resources } from '../access/resources.ts';
import { studyMade } from '../access/rules/own.ts';
import type { Call } from './door.ts';
import type { Handler } from './handlers.ts';

// biome-ignore lint/suspicious/noExplicitAny: each method has a request of its own
type Request = any;

/** What a method does to which study; null where that is not there, and the method says so itself. */
interface MethodRule {
  action: 'read' | 'update' | 'delete';
  study(request: Request, resources: Resources): Promise<number | null> | number;
}

const ofStudy = (action: MethodRule['action']): MethodRule => ({
  action,
  study: ({ study_id }) => study_id,
});

const ofTrial = (action: MethodRule['action']): MethodRule => ({
  action,
  study: ({ trial_id }, resources) => resources.studyOfTrial(trial_id),
});

/** The methods that are about one study; those that are not here are told apart below. */
export const METHOD_RULES: Readonly<Record<string, MethodRule>> = {
  DeleteStudy: ofStudy('delete'),
  SetStudyUserAttribute: ofStudy('update'),
  SetStudySystemAttribute: ofStudy('update'),
  GetStudyIdFromName: {
    action: 'read',
    study: ({ study_name }, resources) => resources.studyByName(study_name),
  },
  GetStudyNameFromId: ofStudy('read'),
  GetStudyDirections: ofStudy('read'),
  GetStudyUserAttributes: ofStudy('read'),
  GetStudySystemAttributes: ofStudy('read'),
  CreateNewTrial: ofStudy('update'),
  SetTrialParameter: ofTrial('update'),
  GetTrialIdFromStudyIdTrialNumber: ofStudy('read'),
  SetTrialStateValues: ofTrial('update'),
  SetTrialIntermediateValue: ofTrial('update'),
  SetTrialUserAttribute: ofTrial('update'),
  SetTrialSystemAttribute: ofTrial('update'),
  GetTrial: ofTrial('read'),
  GetTrials: ofStudy('read'),
};

/**
 * A method that answers those alone who may use it; who sends a call says so in its metadata's `authorization`, as in
 * the header of HTTP.
 */
export function guardCall({ access, resources, limit }: GuardParts, method: string, handler: Handler): Call {
  return async (call) => {
    const { request, metadata } = call;
    const [authorization] = metadata.get('authorization');
    const address = call.getPeer().replace(/:\d+$/, '');
    const caller = await authenticate(access, limit, { authorization: authorization?.toString(), address });
    if (!caller) throw new OrreryError('UNAUTHENTICATED', 'Send a token in the metadata `authorization`.');
    if (method === 'GetAllStudies') return readableStudies(await handler(request), caller);
    if (method === 'CreateNewStudy') {
      if (!isAdmin(caller) && !may(caller, createNeed('study'))) throw denied();
      const answer = (await handler(request)) as { study_id: number };
      await studyMade({ access, caller }, answer.study_id);
      return answer;
    }
    const rule = METHOD_RULES[method];
    const study = rule ? await rule.study(request, resources) : null;
    const isLetIn = rule && (study === null || may(caller, studyNeed(study, rule.action)));
    const audit = async (outcome: AuditEvent['outcome']) => {
      if (rule?.action !== 'delete') return;
      const { username } = caller.user;
      const subject = JSON.stringify(request);
      await access.audit.add({
        time: Date.now(),
        username,
        action: `grpc ${method}`,
        subject,
        address,
        outcome,
      });
    };
    if (!isLetIn && !isAdmin(caller)) {
      await audit('refused');
      throw denied();
    }
    const answer = await handler(request).catch(async (error) => {
      await audit('failed');
      throw error;
    });
    if (method === 'DeleteStudy') await access.grants.forget(['study'], String(study));
    await audit('done');
    return answer;
  };
}

function readableStudies(answer: object, caller: Caller): object {
  const { studies } = answer as { studies: { study_id: number }[] };
  const mayRead = ({ study_id }: { study_id: number }) =>
    isAdmin(caller) || may(caller, studyNeed(study_id, 'read'));
  return { studies: studies.filter(mayRead) };
}

function denied(): OrreryError {
  return new OrreryError('PERMISSION_DENIED', 'Permission denied');
}
