import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import {
  parseExperimentFilter,
  parseExperimentOrderBy,
  parseRunFilter,
  parseRunOrderBy,
  SearchSyntaxError,
} from '../src/search/index.ts';
import { EXPERIMENT_FILTERS, ORDER_CLAUSES, RUN_FILTERS } from './search-corpus.ts';
import { madeUpFilters } from './search-generator.ts';

/**
 * MLflow reads a search in two steps, the second of which checks comparators as it builds SQL. Ids of
 * experiments are left to the store here, as in Orrery.
 */
const ORACLE = `
import json, sys
from sqlalchemy.orm import Session
from mlflow.exceptions import MlflowException
from mlflow.store.tracking import sqlalchemy_store as store
from mlflow.utils.search_utils import SearchExperimentsUtils, SearchUtils

store._parse_experiment_id = str
alias = SearchUtils.translate_key_alias

def run_filter(text):
    parsed = SearchUtils.parse_search_filter(text)
    store._get_sqlalchemy_filter_clauses(parsed, Session(), "sqlite")
    return [
        {
            "type": c["type"],
            "key": alias(c["key"]),
            "comparator": c["comparator"].upper(),
            "value": float(c["value"]) if c["type"] == "metric" else c["value"],
        }
        for c in parsed
    ]

def experiment_filter(text):
    parsed = SearchExperimentsUtils.parse_search_filter(text)
    store._get_search_experiments_filter_clauses(parsed, "sqlite")
    return parsed

def run_order(text):
    store._get_orderby_clauses([text], Session())
    type, key, ascending = SearchUtils.parse_order_by_for_search_runs(text)
    return {"type": type, "key": alias(key), "ascending": ascending}

def experiment_order(text):
    store._get_search_experiments_order_by_clauses([text])
    parsed = SearchExperimentsUtils.parse_order_by_for_search_experiments(text)
    return dict(zip(("type", "key", "ascending"), parsed))

kinds = {
    "run filter": run_filter,
    "experiment filter": experiment_filter,
    "run order": run_order,
    "experiment order": experiment_order,
}

def answer(kind, text):
    try:
        parsed = kinds[kind](text)
        for c in parsed if isinstance(parsed, list) else []:
            # The database refuses this later.
            assert isinstance(c["value"], tuple) <= (c["comparator"] in ("IN", "NOT IN"))
        return {"parsed": parsed}
    except MlflowException as error:
        return {"error": error.message}
    except Exception as error:
        return {"crash": repr(error)}

answers = json.dumps([answer(kind, text) for kind, text in json.load(sys.stdin)])
sys.stdout.write(answers.replace("Infinity", "1e999"))
`;

const PARSERS = {
  'run filter': parseRunFilter,
  'experiment filter': parseExperimentFilter,
  'run order': parseRunOrderBy,
  'experiment order': parseExperimentOrderBy,
};

type Question = [kind: keyof typeof PARSERS, text: string];
type Answer = { parsed: unknown } | { error: string } | { crash: string };

const QUESTIONS: Question[] = [
  ...RUN_FILTERS.map((text): Question => ['run filter', text]),
  ...EXPERIMENT_FILTERS.map((text): Question => ['experiment filter', text]),
  ...ORDER_CLAUSES.flatMap((text): Question[] => [
    ['run order', text],
    ['experiment order', text],
  ]),
];
const MADE_UP = madeUpFilters(3000).flatMap((text): Question[] => [
  ['run filter', text],
  ['experiment filter', text],
]);

describe('the search grammar reads what MLflow 3.17.2 reads', () => {
  let theirs: Answer[];

  before(() => {
    theirs = askOracle<Answer[]>(ORACLE, [...QUESTIONS, ...MADE_UP]);
  });

  QUESTIONS.forEach(([kind, text], index) => {
    it(`${kind}: ${text.slice(0, 100)}`, () => compare([kind, text], theirs[index] as Answer));
  });

  it(`${MADE_UP.length} filters made up by a generator`, () => {
    MADE_UP.forEach((question, index) => {
      compare(question, theirs[QUESTIONS.length + index] as Answer);
    });
  });
});

describe('a search that cannot be read', () => {
  const cases: [string, number][] = [
    ["metrics.loss < 1 AND metrics.acc = 'high'", 35],
    ["params.lr ~ '3'", 10],
    ["tags.team = 'a' AND nothing.at = 'b'", 20],
  ];
  for (const [filter, position] of cases) {
    it(`names position ${position} of ${filter}`, () => {
      assert.throws(
        () => parseRunFilter(filter),
        (error) => error instanceof SearchSyntaxError && error.position === position,
      );
    });
  }
});

/** Where MLflow itself crashes with a Python error, Orrery has to answer with a clear one. */
function compare([kind, text]: Question, real: Answer): void {
  const own = ask(kind, text);
  if ('crash' in real) assert.ok('error' in own, `${kind} ${JSON.stringify(text)}: ${JSON.stringify(real)}`);
  else assert.deepEqual(sorted(own), sorted(real), `${kind} ${JSON.stringify(text)}`);
}

function ask(kind: Question[0], text: string): Answer {
  try {
    return { parsed: PARSERS[kind](text) };
  } catch (error) {
    if (!(error instanceof SearchSyntaxError)) throw error;
    return { error: error.message };
  }
}

/** Python shows a set in an order that changes from start to start. */
function sorted(answer: Answer): Answer {
  if (!('error' in answer)) return answer;
  const sets = /\{('[^{}]*')\}/g;
  return { error: answer.error.replace(sets, (_, names: string) => names.split(', ').sort().join(', ')) };
}
