/** A key and its value as one small plate. */
export function Tag({ name, value }: { name: string; value: string }) {
  return (
    <span
      className="inline-flex max-w-56 items-baseline gap-1 overflow-hidden whitespace-nowrap rounded-sm border border-line px-1.5 text-micro leading-[1.125rem]"
      title={`${name}: ${value}`}
    >
      <span className="shrink-0 text-ink-3">{name}</span>
      <span className="truncate">{value}</span>
    </span>
  );
}
