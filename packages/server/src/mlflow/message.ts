import type { Int64 } from '@orrery/core';

/** What a field of a protobuf message may hold, and how its JSON is read. */
export type FieldType = 'string' | 'int64' | 'int32' | 'double' | 'bool' | EnumType | MessageType;

export interface EnumType {
  readonly values: Readonly<Record<string, number>>;
}

export interface MessageType {
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields by the names that JSON may give them, their own and lowerCamelCase. */
  readonly spellings: ReadonlyMap<string, Spelling>;
}

export interface Spelling {
  readonly name: string;
  readonly field: Field;
  readonly isCamelCase: boolean;
}

export interface Field {
  readonly type: FieldType;
  readonly repeated: boolean;
}

/** A message's fields by their proto names. */
export function message<F extends Record<string, Field>>(
  fields: F,
): { readonly fields: F } & Pick<MessageType, 'spellings'> {
  const spellings = new Map<string, Spelling>();
  for (const [name, field] of Object.entries(fields)) {
    const camelCase = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    spellings.set(camelCase, { name, field, isCamelCase: true });
    spellings.set(name, { name, field, isCamelCase: false });
  }
  return { fields, spellings };
}

export function one<T extends FieldType>(type: T): { type: T; repeated: false } {
  return { type, repeated: false };
}

export function many<T extends FieldType>(type: T): { type: T; repeated: true } {
  return { type, repeated: true };
}

type Value<T> = T extends 'string'
  ? string
  : T extends 'int64'
    ? Int64
    : T extends 'int32' | 'double'
      ? number
      : T extends 'bool'
        ? boolean
        : T extends EnumType
          ? keyof T['values'] & string
          : T extends MessageType
            ? Values<T>
            : never;

/** What a message holds after reading: only the fields that were there. */
export type Values<M extends MessageType> = {
  [K in keyof M['fields']]?: M['fields'][K] extends { repeated: true }
    ? Value<M['fields'][K]['type']>[]
    : Value<M['fields'][K]['type']>;
};
