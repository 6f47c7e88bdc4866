import { PageHead } from '../../design/PageHead.tsx';
import { Colours } from './Colours.tsx';
import { Controls } from './Controls.tsx';
import { Data } from './Data.tsx';
import { Graphs } from './Graphs.tsx';
import { MoreGraphs } from './MoreGraphs.tsx';
import { States } from './States.tsx';
import { Tables } from './Tables.tsx';
import { Type } from './Type.tsx';
import { Writing } from './Writing.tsx';

/** Every part of the design system on one page. */
export default function DesignPage() {
  return (
    <>
      <PageHead title="Design" facts={<span>Every part the pages are made of</span>} />
      <div className="grid items-start gap-3 px-4 py-4 md:px-6 xl:grid-cols-2">
        <Type />
        <Colours />
        <Controls />
        <Data />
        <Writing />
        <Tables />
        <Graphs />
        <MoreGraphs />
        <States />
      </div>
    </>
  );
}
