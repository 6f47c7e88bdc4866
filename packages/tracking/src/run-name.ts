import { randomInt } from 'node:crypto';

const ADJECTIVES =
  'amber bold brisk calm clever cosmic crisp deft eager early fair fleet gentle golden grand keen kind late lively lucid mellow nimble noble patient plucky quiet rapid serene silent steady subtle sunny swift tidal vivid warm'.split(
    ' ',
  );
const NOUNS =
  'aphelion arc aurora binary comet corona crater dawn eclipse ember equinox galaxy halo horizon ion lens meteor moon nebula node nova orbit parallax perihelion planet pulsar quasar ray ring solstice star sun transit vega zenith'.split(
    ' ',
  );

/** A name for a run that came without one: adjective, noun and a number below 1000. */
export function inventRunName(): string {
  return `${ADJECTIVES[randomInt(ADJECTIVES.length)]}-${NOUNS[randomInt(NOUNS.length)]}-${randomInt(1000)}`;
}
