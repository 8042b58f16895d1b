/** A histogram: how many values fell between one bound and the next. */
export interface Histogram {
  readonly bounds: readonly number[];
  readonly buckets: Float64Array;
  sum: number;
  count: number;
}

type Labels = Readonly<Record<string, string>>;

/** Writes metrics in the text format of Prometheus, version 0.0.4; all names begin with `portcullis_`. */
export class Exposition {
  readonly #lines: string[] = [];

  head(name: string, type: 'counter' | 'gauge' | 'histogram', help: string): void {
    this.#lines.push(`# HELP portcullis_${name} ${help}`, `# TYPE portcullis_${name} ${type}`);
  }

  /** One value; a labelled one that is 0 has never been seen, and is left out. */
  sample(name: string, labels: Labels, n: number): void {
    const shown = labelText(labels);
    if (n === 0 && shown !== '') return;
    this.#lines.push(`portcullis_${name}${shown} ${n}`);
  }

  histogram(name: string, labels: Labels, { bounds, buckets, sum, count }: Histogram): void {
    if (count === 0) return;
    let below = 0;
    bounds.forEach((le, i) => {
      below += buckets[i]!;
      this.#lines.push(`portcullis_${name}_bucket${labelText({ ...labels, le: String(le) })} ${below}`);
    });
    this.#lines.push(
      `portcullis_${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
      `portcullis_${name}_sum${labelText(labels)} ${Number(sum.toFixed(6))}`,
      `portcullis_${name}_count${labelText(labels)} ${count}`,
    );
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
