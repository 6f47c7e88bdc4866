/** How the parts of a run tell what happens. */
export interface Reporter {
  /** @param runs how many runs are to come */
  expect(runs: number): void;
  /** A run begins. */
  begin(): void;
  /** A run has ended. */
  end(): void;
  /** Something worth reading. */
  line(text: string): void;
}
