import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { useStudies } from '../../data/studies.ts';
import { Field } from '../../design/Field.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { plural } from '../../logic/format.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { STUDY_COLUMNS } from './columns.tsx';

/** Every study of the store. */
export default function StudiesPage() {
  const search = useSearch({ from: '/studies' });
  const navigate = useNavigate({ from: '/studies' });
  const studies = useStudies();
  const words = (search.q ?? '').toLowerCase();
  const found = useMemo(
    () => (studies.data ?? []).filter((study) => study.name.toLowerCase().includes(words)),
    [studies.data, words],
  );

  return (
    <>
      <PageHead
        title="Studies"
        facts={studies.data && <span>{plural(found.length, 'study', 'studies')}</span>}
        actions={
          <Field
            type="search"
            aria-label="Search studies"
            placeholder="Name"
            lead={<Search size={14} />}
            value={search.q ?? ''}
            onChange={(event) => {
              const q = event.target.value;
              void navigate({ search: ({ q: _old, ...rest }) => (q ? { ...rest, q } : rest), replace: true });
            }}
            className="w-60"
          />
        }
      />
      {studies.isError ? (
        <Failure error={studies.error} onRetry={() => studies.refetch()} />
      ) : studies.isPending ? (
        <Loading />
      ) : found.length === 0 ? (
        words ? (
          <Empty title="No study has that in its name" />
        ) : (
          <Empty title="No studies yet">
            A manifest with <code className="figures">run_gridsearch: true</code> makes one for each job; an
            Optuna client makes its own at the study store.
          </Empty>
        )
      ) : (
        <DataTable
          label="Studies"
          className="min-h-80 flex-1"
          items={found}
          columns={STUDY_COLUMNS}
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
