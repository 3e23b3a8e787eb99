/** A map from positive ids that is cheap to change without touching the old one: pages of 64 ids are shared. */

const PAGE = 64;

export class Paged<T> {
  private constructor(
    private readonly pages: ReadonlyMap<number, ReadonlyMap<number, T>>,
    readonly size: number,
  ) {}

  static empty<T>(): Paged<T> {
    return new Paged<T>(new Map(), 0);
  }

  get(id: number): T | undefined {
    return this.pages.get(pageOf(id))?.get(id);
  }

  /** `undefined` as value removes. */
  with(changes: ReadonlyMap<number, T | undefined>): Paged<T> {
    if (changes.size === 0) return this;
    const pages = new Map(this.pages);
    const own = new Map<number, Map<number, T>>();
    let size = this.size;
    for (const [id, value] of changes) {
      const page = ownPage(pages, own, pageOf(id));
      size += Number(value !== undefined) - Number(page.has(id));
      if (value === undefined) page.delete(id);
      else page.set(id, value);
    }
    return new Paged(pages, size);
  }

  *values(): IterableIterator<T> {
    for (const page of this.pages.values()) yield* page.values();
  }
}

function ownPage<T>(pages: Map<number, ReadonlyMap<number, T>>, own: Map<number, Map<number, T>>, at: number): Map<number, T> {
  const found = own.get(at);
  if (found) return found;
  const page = new Map(pages.get(at));
  own.set(at, page);
  pages.set(at, page);
  return page;
}

function pageOf(id: number): number {
  return Math.floor(id / PAGE);
}
