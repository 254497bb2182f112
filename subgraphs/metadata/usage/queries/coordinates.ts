// The SQL of what a name stands for: a product or a type for its fields, an argument for its field.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';

export interface OwnedField {
  readonly coordinate: Coordinate;
  readonly ownerTeam: string;
}

/** @param name a coordinate, or the id of a product (`orders/orders`) */
export function coordinatesWithin(database: Queries, name: string): Promise<OwnedField[]> {
  return database.query(
    `SELECT field.coordinate, product.owner_team AS "ownerTeam" FROM field JOIN product ON product.id = field.product_id
     WHERE field.valid_to = 'infinity'
       AND (field.coordinate = split_part($1, '(', 1) OR starts_with(field.coordinate, $1 || '.') OR product.urn = 'gordian:product:' || $1)
     ORDER BY field.coordinate`,
    [name],
  );
}
