// The shape of the demo data, real or generated.

/** One order line. Days are `YYYY-MM-DD`, amounts exact decimal strings in US dollars. */
export interface SuperstoreRow {
  readonly rowId: number;
  readonly orderId: string;
  readonly orderDate: string;
  readonly shipDate: string;
  readonly shipMode: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly segment: string;
  readonly country: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly region: string;
  readonly productId: string;
  readonly category: string;
  readonly subCategory: string;
  readonly productName: string;
  /** Amount of the whole line after discount. */
  readonly sales: string;
  readonly quantity: number;
  /** A fraction, such as `0.2`. */
  readonly discount: string;
  readonly profit: string;
}
