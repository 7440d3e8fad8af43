/** Graphs about one subject, in rows. */
export interface Dashboard {
  uid: string;
  title: string;
  rows: readonly { title: string; panels: readonly Panel[] }[];
}

interface Panel {
  title: string;
  /** As Grafana names it: `s`, `reqps`. */
  unit: string;
  /** PromQL by its legend, in which `{{label}}` is a label's value. */
  series: Readonly<Record<string, string>>;
}

/** A dashboard as Grafana reads it (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/). */
export function grafanaDashboard({ uid, title, rows }: Dashboard): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({ type: 'row', title: row.title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    for (const [index, panel] of row.panels.entries()) {
      const x = (index % EACH_ROW) * WIDTH;
      panels.push(graph(panel, { x, y: y + Math.floor(index / EACH_ROW) * HEIGHT, w: WIDTH, h: HEIGHT }));
    }
    y += Math.ceil(row.panels.length / EACH_ROW) * HEIGHT;
  }
  return {
    uid,
    title,
    tags: ['commerce'],
    timezone: 'browser',
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    schemaVersion: 39,
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

const EACH_ROW = 4;
const [WIDTH, HEIGHT] = [6, 8];
const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

function graph({ title, unit, series }: Panel, gridPos: object): object {
  return {
    type: 'timeseries',
    title,
    gridPos,
    datasource: PROMETHEUS,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { tooltip: { mode: 'multi', sort: 'desc' }, legend: { displayMode: 'list', placement: 'bottom' } },
    targets: Object.entries(series).map(([legendFormat, expr], index) => ({
      refId: 'ABCDEFGH'[index],
      datasource: PROMETHEUS,
      expr,
      legendFormat: legendFormat === '' ? title : legendFormat,
      exemplar: expr.includes('_bucket'),
    })),
  };
}
