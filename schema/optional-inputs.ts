// How a subgraph tells the gateway that a field with @requires can do without some of its inputs: by a tag on the field. An input
// that nobody could give is then left out of the representation, and what that means is the subgraph's to say.

/** On a field with @requires. */
export const optionalInputsTag = 'gordian-optional-inputs';
