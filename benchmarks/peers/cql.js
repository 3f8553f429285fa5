// The same conditions in Clinical Quality Language: translated to ELM (its JSON form) and run by cql-execution.
//
//   node cql.js verdicts FILE    one verdict a line, as `guidelines_bench verdicts FILE` prints them
//   node cql.js speed FILE       evaluations a second of the first line's condition on every line's facts, as JSON
//
// Presence is a Boolean parameter, null where the record is silent; a number is a Quantity parameter with a UCUM unit.
'use strict';
const fs = require('fs');
const cql = require('cql-execution');

const ELM = 'urn:hl7-org:elm-types:r1';
const UCUM = { days: 'd', weeks: 'wk', hours: 'h', months: 'mo', years: 'a', mg: 'mg', g: 'g', percent: '%' };

const unary = (type, operand) => ({ type, operand });
const binary = (type, left, right) => ({ type, operand: [left, right] });
const fold = (type, parts) => parts.reduce((left, right) => binary(type, left, right));
const parameter = id => ({ type: 'ParameterRef', name: id });
const quantity = (value, unit) => ({ type: 'Quantity', value, unit: UCUM[unit] });

/** All choices of n parts: a threshold has no word of its own in CQL, and this is its normal form. */
function choices(parts, n) {
  if (n === 0) return [[]];
  if (parts.length < n) return [];
  return [...choices(parts.slice(1), n - 1).map(rest => [parts[0], ...rest]), ...choices(parts.slice(1), n)];
}

const comparisons = { '<=': 'LessOrEqual', '<': 'Less', '>=': 'GreaterOrEqual', '>': 'Greater', '==': 'Equal' };

function compared(fact) {
  if (!fact.op) return parameter(fact.fact);
  if (fact.op !== 'between') return binary(comparisons[fact.op], parameter(fact.fact), quantity(fact.value, fact.unit));
  return binary('And', binary('GreaterOrEqual', parameter(fact.fact), quantity(fact.value[0], fact.unit)),
    binary('LessOrEqual', parameter(fact.fact), quantity(fact.value[1], fact.unit)));
}

function elm(when) {
  if (when.fact) return compared(when);
  if (when.always) return { type: 'Literal', valueType: `{${ELM}}Boolean`, value: 'true' };
  if (when.judgment) return { type: 'As', asType: `{${ELM}}Boolean`, operand: { type: 'Null' } };
  if (when.not) return unary('Not', elm(when.not));
  if (when.all) return fold('And', when.all.map(elm));
  if (when.any) return fold('Or', when.any.map(elm));
  if (when.not_recommended_except) return fold('Or', when.not_recommended_except.map(elm));
  if (when.unless) return binary('And', elm(when.unless.rule), unary('Not', elm(when.unless.except)));
  if (when.at_least)
    return fold('Or', choices(when.at_least.of.map(elm), when.at_least.n).map(chosen => fold('And', chosen)));
  throw new Error(`no ELM for ${JSON.stringify(when)}`);
}

function facts_of(when, found = new Map()) {
  if (when.fact) found.set(when.fact, when.op ? 'Quantity' : 'Boolean');
  else for (const value of Object.values(when)) if (value && typeof value === 'object') facts_of(value, found);
  return found;
}

function library_of(when) {
  const parameters = [...facts_of(when)].map(([name, type]) => ({
    name, accessLevel: 'Public', parameterTypeSpecifier: { type: 'NamedTypeSpecifier', name: `{${ELM}}${type}` }
  }));
  return new cql.Library({
    library: {
      identifier: { id: 'Page', version: '1' },
      schemaIdentifier: { id: 'urn:hl7-org:elm', version: 'r1' },
      usings: { def: [{ localIdentifier: 'System', uri: ELM }] },
      parameters: { def: parameters },
      statements: { def: [{ name: 'Verdict', context: 'Unfiltered', accessLevel: 'Public', expression: elm(when) }] }
    }
  });
}

function parameters_of(names, line) {
  const values = Object.fromEntries(names.map(name => [name, null])); // silence is null
  for (const [id, value] of Object.entries(line.facts))
    values[id] = value === 'present' ? true : value === 'absent' ? false : new cql.Quantity(value.value, UCUM[value.unit]);
  return values;
}

const codes = new cql.CodeService({});
const context_of = (library, names, line) => new cql.UnfilteredContext(library, { findRecords: () => [] }, codes, parameters_of(names, line));
const name = value => (value === true ? 'met' : value === false ? 'not_met' : 'unknown');

async function verdicts(lines) {
  for (const line of lines) {
    const library = library_of(line.when), names = [...facts_of(line.when).keys()];
    console.log(name(await library.expressions.Verdict.execute(context_of(library, names, line))));
  }
}

/** By processor time of this program, its collector's included, so that what else the machine does weighs little. */
async function per_second(work) {
  for (let i = 0; i < 5000; ++i) await work(i); // let the compiler warm up
  const begin = process.cpuUsage();
  let done = 0, seconds = 0;
  do {
    for (let i = 0; i < 256; ++i) await work(done++);
    const used = process.cpuUsage(begin);
    seconds = (used.user + used.system) / 1e6;
  } while (seconds < 3);
  return Math.round(done / seconds);
}

async function speed(lines) {
  const library = library_of(lines[0].when), names = [...facts_of(lines[0].when).keys()];
  const verdict = library.expressions.Verdict;
  const contexts = lines.map(line => context_of(library, names, line));
  const prepared = await per_second(i => verdict.execute(contexts[i % contexts.length]));
  const with_context = await per_second(i => verdict.execute(context_of(library, names, lines[i % lines.length])));
  // The way its documentation shows.
  const documented = await per_second(i =>
    new cql.Executor(library, codes, parameters_of(names, lines[i % lines.length])).exec(new cql.PatientSource([])));
  console.log(JSON.stringify({ evaluations_per_second: prepared, with_context_per_second: with_context,
    executor_per_second: documented, node: process.version,
    'cql-execution': require('cql-execution/package.json').version }));
}

async function main() {
  const [what, file] = process.argv.slice(2);
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line));
  if (what === 'verdicts') await verdicts(lines);
  else if (what === 'speed') await speed(lines);
  else throw new Error('cql.js: expected verdicts FILE or speed FILE');
}

main().catch(error => {
  console.error(error);
  process.exit(2);
});
