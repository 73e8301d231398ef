import 'reflect-metadata';
import {
  ArgsType,
  Directive,
  Field,
  ID,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import type { ClassType } from 'type-graphql';

// Not registered by itself: in one process a subgraph would else take in the types of every other one that implement it.
@InterfaceType({
  description: 'Anything that can be asked for again by its id.',
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'Opaque, the same in every answer and log; sorts by the time it was made. It says nothing of what it names.',
  })
  id!: string;
}

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end of an order comes first.',
  valuesConfig: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Largest or latest first.' },
  },
});

/** Bounds are checked where the page is read, so that every list of the house has the same. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many to read onward, 1 to 100; 20 where neither `first` nor `last` is given. BAD_USER_INPUT beyond.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Read onward from this cursor, without its own item. BAD_USER_INPUT for a cursor of another order.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many to read backward, 1 to 100; not together with `first`.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Read backward from this cursor, without its own item. BAD_USER_INPUT for a cursor of another order.',
  })
  before?: string | null;
}

@Directive('@shareable')
@ObjectType({
  description: 'Where a page lies in its list. Cursors hold only for the order they were read in.',
})
export class PageInfo {
  @Field(() => Boolean, {
    description: 'Whether a page onward would hold anything; only known when reading onward.',
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether a page backward would hold anything; when reading onward, whether a cursor was given.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Of the first item; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the last item; null on an empty page.' })
  endCursor!: string | null;
}

/** What a page of rows offers; the database kernel's pages are of this shape. */
export interface PageOfRows<Row> {
  readonly rows: readonly Row[];
  readonly cursorOf: (index: number) => string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: () => Promise<number>;
}

/** A page as GraphQL reads it; what nobody asks for is not made. */
export class Connected<Row> {
  readonly nodes: readonly Row[];

  constructor(private readonly page: PageOfRows<Row>) {
    this.nodes = page.rows;
  }

  get edges(): { cursor: string; node: Row }[] {
    return this.page.rows.map((node, index) => ({ cursor: this.page.cursorOf(index), node }));
  }

  get pageInfo(): Pick<PageInfo, keyof PageInfo> {
    const { rows, cursorOf, hasNextPage, hasPreviousPage } = this.page;
    const empty = rows.length === 0;
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: empty ? null : cursorOf(0),
      endCursor: empty ? null : cursorOf(rows.length - 1),
    };
  }

  get totalCount(): Promise<number> {
    return this.page.totalCount();
  }
}

export function connectionOf<Row>(page: PageOfRows<Row>): Connected<Row> {
  return new Connected(page);
}

/**
 * Makes the connection and edge types of a list, e.g. `LicenseConnection` for `License`. Shareable where several
 * subgraphs list items of one type.
 */
export function makeConnection<Item extends object>(
  name: string,
  item: ClassType<Item> | (abstract new () => Item),
  { shareable = false }: { readonly shareable?: boolean } = {},
): ClassType {
  const itemType = () => item as ClassType<Item>;
  const marked: ClassDecorator = shareable ? Directive('@shareable') : () => undefined;

  @marked
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page with the place it stands at.` })
  class Edge {
    @Field(() => String, {
      description: 'Where to read on from; holds only for the order and direction of this list.',
    })
    cursor!: string;

    @Field(itemType, { description: `The ${name} at this place.` })
    node!: Item;
  }

  @marked
  @ObjectType(`${name}Connection`, {
    description: `A page of ${name} items, at most 100, in the order asked for.`,
  })
  class Connection {
    @Field(() => [Edge], {
      description: 'The items with their cursors, for reading on from the middle of a page.',
    })
    edges!: Edge[];

    @Field(() => [itemType()], { description: 'The items alone, in the same order as `edges`.' })
    nodes!: Item[];

    @Field(() => PageInfo, { description: 'Where the page lies and how to read on.' })
    pageInfo!: PageInfo;

    // Not simple: compiled execution waits for a promise only where a resolver stands.
    @Field(() => Int, {
      simple: false,
      description:
        'How many the whole list holds for this viewer under the same filter. Counted only when asked for.',
    })
    totalCount!: number;
  }
  return Connection;
}
