import type { Experiment } from '../../data/model.ts';
import { Tag } from '../../design/Tag.tsx';

const MOST_TAGS = 6;

/** An experiment's own tags and the first line of its note. */
export function ExperimentFacts({ experiment: { tags } }: { experiment: Experiment }) {
  return (
    <>
      {Object.entries(tags)
        .filter(([key]) => !key.startsWith('mlflow.') && !key.startsWith('orrery.'))
        .slice(0, MOST_TAGS)
        .map(([key, value]) => (
          <Tag key={key} name={key} value={value} />
        ))}
      <span className="max-w-[60ch] truncate">
        {tags['mlflow.note.content']?.split('\n')[0]?.replaceAll(/[*_#`]/g, '')}
      </span>
    </>
  );
}
