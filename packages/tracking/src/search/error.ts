import { OrreryError } from '@orrery/core';

/** A filter or order clause that cannot be read; `position` is where in it, counted from 0. */
export class SearchSyntaxError extends OrreryError {
  readonly position: number;

  constructor(message: string, position: number) {
    super('INVALID_PARAMETER_VALUE', message);
    this.name = 'SearchSyntaxError';
    this.position = position;
  }
}
