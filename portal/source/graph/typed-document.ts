// A document of GraphQL together with the types of what it answers and what it asks for. It is sent as the text it is: pages
// carry no parser. The constants of this type are generated from the .graphql files (npm run generate:portal).

export interface TypedDocument<Data, Variables> {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Every generated one has it; it may go unsaid where the text has one operation only. */
  readonly operationName?: string;
  readonly text: string;
  /** Never there: it only binds the two types to the document. */
  readonly types?: (variables: Variables) => Data;
}
