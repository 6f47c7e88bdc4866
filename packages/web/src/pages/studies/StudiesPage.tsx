import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { useStudies } from '../../data/studies.ts';
import type { Study } from '../../data/studyModel.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { plural } from '../../logic/format.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { studyColumns } from './columns.tsx';
import { TEXT } from './text.ts';

/** Every study of the store. */
export default function StudiesPage() {
  const search = useSearch({ from: '/studies' });
  const navigate = useNavigate({ from: '/studies' });
  const studies = useStudies();
  const words = (search.q ?? '').toLowerCase();
  const found = useMemo(
    () => (studies.data ?? []).filter((study) => isNamed(study, words)),
    [studies.data, words],
  );
  const chosen = useMemo(() => new Set((search.chosen ?? '').split(',').filter(Boolean)), [search.chosen]);
  const columns = useMemo(
    () =>
      studyColumns(chosen, (id) => {
        const ids = [...chosen.symmetricDifference(new Set([id]))].join(',');
        void navigate({
          search: ({ chosen: _old, ...rest }) => (ids ? { ...rest, chosen: ids } : rest),
          replace: true,
        });
      }),
    [chosen, navigate],
  );

  return (
    <>
      <PageHead
        title={TEXT.studies}
        facts={studies.data && <span>{plural(found.length, 'study', 'studies')}</span>}
        actions={
          <>
            <Button
              disabled={chosen.size < 2}
              title={chosen.size < 2 ? TEXT.chooseTwoStudiesOr : undefined}
              onClick={() => navigate({ to: '/studies/compare', search: { ids: [...chosen].join(',') } })}
            >
              {TEXT.compare}
              {chosen.size > 0 && ` ${chosen.size}`}
            </Button>
            <Field
              type="search"
              aria-label={TEXT.searchStudies}
              placeholder={TEXT.nameTagOrAttribute}
              lead={<Search size={14} />}
              value={search.q ?? ''}
              onChange={(event) => {
                const q = event.target.value;
                void navigate({
                  search: ({ q: _old, ...rest }) => (q ? { ...rest, q } : rest),
                  replace: true,
                });
              }}
              className="w-60"
            />
          </>
        }
      />
      {studies.isError ? (
        <Failure error={studies.error} onRetry={() => studies.refetch()} />
      ) : studies.isPending ? (
        <Loading />
      ) : found.length === 0 ? (
        words ? (
          <Empty title={TEXT.noStudyHasThat} />
        ) : (
          <Empty title={TEXT.noStudiesYet}>
            {TEXT.aManifestWith} <code className="figures">{TEXT.runGridsearchTrue}</code>{' '}
            {TEXT.makesOneForEach}
          </Empty>
        )
      ) : (
        <DataTable
          label={TEXT.studies}
          className="min-h-80 flex-1"
          items={found}
          columns={columns}
          rowId={(study) => String(study.id)}
          sorting={parseSort(search.sort)}
          onSorting={(sorting) => {
            const sort = formatSort(sorting);
            void navigate({
              search: ({ sort: _old, ...rest }) => (sort ? { ...rest, sort } : rest),
              replace: true,
            });
          }}
        />
      )}
    </>
  );
}

/** Whether each of the words is in its name, a tag or an attribute of the user. */
function isNamed(study: Study, words: string): boolean {
  const own = [
    study.name,
    ...study.tags,
    ...Object.entries(study.userAttrs).map(([key, value]) => `${key}=${value}`),
  ];
  const texts = own.map((text) => text.toLowerCase());
  return words
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => texts.some((text) => text.includes(word)));
}
