// Draws a dashboard with Grafana's own components: its panels' queries were answered before, BOARD has
// both. @grafana/ui has no state timeline and no grid, so those two are drawn here.
import React from 'react';
import { createRoot } from 'react-dom/client';
import {
  createTheme, FieldType, fieldColorModeRegistry, getDisplayProcessor, ThemeContext, ThresholdsMode,
} from '@grafana/data';
import { BarGauge, BigValue, GlobalStyles, TimeSeries } from '@grafana/ui';

const UNIT = 50;
const ROW = 30;
const LEGEND = 34;
const MOST_BARS = 16;
const theme = createTheme({ colors: { mode: 'light' } });
const color = (name) => theme.visualization.getColorByName(name);

function config(panel, title) {
  const defaults = panel.fieldConfig.defaults;
  const field = { ...defaults, custom: { ...defaults.custom } };
  field.thresholds = {
    mode: ThresholdsMode.Absolute,
    steps: defaults.thresholds.steps.map((s) => ({ color: s.color, value: s.value ?? -Infinity })),
  };
  for (const override of panel.fieldConfig.overrides) {
    if (new RegExp(override.matcher.options).test(title)) {
      for (const { id, value } of override.properties) {
        if (id.startsWith('custom.')) {
          field.custom[id.slice('custom.'.length)] = value;
        } else {
          field[id] = value;
        }
      }
    }
  }
  return field;
}

function frames(panel) {
  return panel.series.map((series, seriesIndex) => {
    const state = { displayName: series.title, seriesIndex };
    const time = { name: 'Time', type: FieldType.time, values: series.times, config: {}, state: null };
    const value = {
      name: series.title, type: FieldType.number, values: series.values, labels: {}, state,
      config: config(panel, series.title),
    };
    for (const field of [time, value]) {
      field.display = getDisplayProcessor({ field, theme });
    }
    return { refId: series.title, fields: [time, value], length: series.times.length };
  });
}

/** The field of a frame, and what it showed last. */
function last(frame) {
  const field = frame.fields[1];
  const value = field.values.findLast((v) => v !== null);
  return { field, value: { ...field.display(value), title: field.state.displayName } };
}

function colorOf(field) {
  const mode = field.config.color;
  return mode.mode === 'fixed'
    ? color(mode.fixedColor)
    : fieldColorModeRegistry.get(mode.mode).getCalculator(field, theme)(0, 0);
}

function Legend({ entries }) {
  return (
    <div style={{ fontSize: 11, maxHeight: LEGEND, overflow: 'hidden' }}>
      {entries.map(([text, fill]) => (
        <span key={text} style={{ marginRight: 10 }}>
          <span style={{ display: 'inline-block', width: 12, height: 3, margin: 3, background: fill }} />
          {text}
        </span>
      ))}
    </div>
  );
}

function runs(series) {
  const found = [];
  series.values.forEach((value, i) => {
    const before = found[found.length - 1];
    if (before && before.value === value) {
      before.to = series.times[i];
    } else {
      found.push({ value, from: series.times[i], to: series.times[i] });
    }
  });
  return found.filter((run) => run.value !== null);
}

function StateTimeline({ panel, width, range }) {
  const names = 110;
  const states = panel.fieldConfig.defaults.mappings[0].options;
  const x = (time) => names + ((time - range[0]) / (range[1] - range[0])) * (width - names);
  return (
    <div style={{ fontSize: 11, lineHeight: '30px' }}>
      {panel.series.slice(0, 6).map((series) => (
        <div key={series.title} style={{ position: 'relative', height: 34 }}>
          {series.title}
          {runs(series).map((run) => {
            const w = Math.max(1, x(run.to) - x(run.from) + 3);
            const style = {
              position: 'absolute', top: 0, left: x(run.from), width: w, height: 30, color: 'white',
              background: color(states[run.value].color), textAlign: 'center', overflow: 'hidden',
            };
            return <div key={run.from} style={style}>{w > 40 ? states[run.value].text : ''}</div>;
          })}
        </div>
      ))}
      <Legend entries={Object.values(states).map((state) => [state.text, color(state.color)])} />
    </div>
  );
}

function Body({ panel, width, height, range }) {
  if (panel.type === 'table') {
    return 'Rows of PostgreSQL: not in this picture.';
  }
  if (panel.series.length === 0) {
    return 'No data';
  }
  if (panel.type === 'state-timeline') {
    return <StateTimeline {...{ panel, width, range }} />;
  }
  const all = frames(panel);
  if (panel.type === 'stat') {
    return (
      <div style={{ display: 'flex' }}>
        {all.map(last).map(({ value }) => (
          <BigValue key={value.title} theme={theme} value={value} width={width / all.length} height={height}
            colorMode="value" graphMode="none" textMode="value_and_name" />
        ))}
      </div>
    );
  }
  if (panel.type === 'bargauge') {
    const bar = Math.min(30, height / Math.min(MOST_BARS, all.length) - 2);
    return all.slice(0, MOST_BARS).map(last).map(({ field, value }) => (
      <div key={value.title} style={{ marginBottom: 2 }}>
        <BarGauge theme={theme} width={width} height={bar} orientation="horizontal" displayMode="basic"
          field={field.config} display={field.display} value={value} showUnfilled />
      </div>
    ));
  }
  const moment = (millis) => ({ valueOf: () => millis });
  return (
    <>
      <TimeSeries frames={all} timeZone="utc" width={width} height={height - LEGEND} options={{}}
        timeRange={{ from: moment(range[0]), to: moment(range[1]), raw: { from: '', to: '' } }}
        legend={{ showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] }}
        tweakAxis={(axis) => axis} />
      <Legend entries={all.map((f) => [f.fields[1].state.displayName, colorOf(f.fields[1])])} />
    </>
  );
}

function Panel({ panel, range }) {
  const { x, y, w, h } = panel.gridPos;
  const place = {
    position: 'absolute', left: x * UNIT + 3, top: y * ROW + 3, width: w * UNIT - 6, height: h * ROW - 6,
    boxSizing: 'border-box', overflow: 'hidden',
  };
  if (panel.type === 'row') {
    return <div style={{ ...place, fontWeight: 600 }}>{panel.title}</div>;
  }
  const frame = {
    background: theme.colors.background.primary, border: `1px solid ${theme.colors.border.weak}`, padding: 8,
  };
  return (
    <div style={{ ...place, ...frame }}>
      <div style={{ fontWeight: 500, fontSize: 13, height: 22, overflow: 'hidden' }}>{panel.title}</div>
      <Body panel={panel} width={w * UNIT - 24} height={h * ROW - 46} range={range} />
    </div>
  );
}

const { panels, range } = window.BOARD;
const page = {
  position: 'relative', height: ROW * Math.max(...panels.map((p) => p.gridPos.y + p.gridPos.h)),
  background: theme.colors.background.canvas, color: theme.colors.text.primary,
};
createRoot(document.getElementById('root')).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <div style={page}>{panels.map((p) => <Panel key={p.id} panel={p} range={range} />)}</div>
  </ThemeContext.Provider>,
);
