// What came of a request: its data, read into records, and its errors; or why there is nothing to read.
import { type AnswerReader, readAnswer } from './answer-reader.ts';
import type { Reception } from './ask-subgraph.ts';
import type { JsonBytes } from './json-bytes.ts';
import { NotJson } from './json-scanner.ts';
import { type Complaint, complaintOfFault, readSubgraphErrors, type SubgraphError } from './subgraph-errors.ts';

export interface ReadAnswer<Data> {
  /** Undefined when there is none, or it is no object. */
  readonly data: Data | null | undefined;
  readonly errors: readonly SubgraphError[];
  /** Why there is no answer at all; null when there is one. */
  readonly complaint: Complaint | null;
}

/**
 * @param leaves receives the answer
 * @param readData called where the data of the answer begins
 */
export function readReception<Data>(
  { answer, trace }: Reception,
  leaves: JsonBytes,
  readData: (reader: AnswerReader) => Data | null | undefined,
): ReadAnswer<Data> {
  if (answer.kind === 'fault') return withoutAnswer(complaintOfFault(answer.code, trace.subgraph));
  try {
    const reader = readAnswer(leaves, answer.body);
    const { data, errors } = reader.body(readData);
    trace.unaskedValues = reader.dropped;
    const read = readSubgraphErrors(errors, trace.subgraph);
    if (read.length > 0) trace.status = 'partial';
    return { data, errors: read, complaint: null };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    trace.status = 'failed';
    trace.fault = `SUBGRAPH_BAD_RESPONSE: ${error.message}`;
    return withoutAnswer(complaintOfFault('SUBGRAPH_BAD_RESPONSE', trace.subgraph));
  }
}

const withoutAnswer = (complaint: Complaint) => ({ data: undefined, errors: [], complaint });
