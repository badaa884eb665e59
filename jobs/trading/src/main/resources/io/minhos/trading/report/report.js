'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const DAY = 86400000;
  const SECONDS = [1, 5, 15, 30, 60, 120, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200];
  const DAYS = [1, 2, 4, 7, 14];
  const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
  const MONDAY = 4 * DAY;

  const iso = time => new Date(time).toISOString();
  const minute = time => iso(time).slice(0, 16).replace('T', ' ');

  /* Round times within [from, to], at most about so many: {value, label}. */
  function timeTicks(from, to, most) {
    const span = to - from;
    const every = (step, origin, label) => {
      const ticks = [];
      let time = origin + Math.ceil((from - origin) / step) * step;
      for (; time <= to; time += step) ticks.push({value: time, label: label(time)});
      return ticks;
    };
    for (const s of SECONDS) {
      if (span <= most * s * 1000) {
        return every(s * 1000, 0, t => iso(t).slice(5, s < 60 ? 19 : 16).replace('T', ' '));
      }
    }
    for (const d of DAYS) {
      if (span <= most * d * DAY) {
        return every(d * DAY, d % 7 === 0 ? MONDAY : 0, t => iso(t).slice(0, 10));
      }
    }
    for (const m of MONTHS) {
      if (span <= most * m * 31 * DAY) {
        const ticks = [];
        const first = new Date(from);
        let n = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / m) * m;
        for (;; n += m) {
          const time = Date.UTC(Math.floor(n / 12), n % 12, 1);
          if (time > to) return ticks;
          if (time >= from) ticks.push({value: time, label: iso(time).slice(0, m % 12 ? 7 : 4)});
        }
      }
    }
    return [];
  }

  const digits = (value, most) =>
    value.toLocaleString('en-US', {maximumFractionDigits: most});
  const FORMATS = {
    MONEY: v => digits(v, Math.abs(v) < 100 ? 2 : 0),
    PERCENT: v => digits(100 * v, 2) + ' %',
    NUMBER: v => digits(v, 3),
  };

  /* Upright lines where something happened. */
  const marks = {
    id: 'marks',
    beforeDatasetsDraw(chart, args, options) {
      const {ctx, chartArea: area, scales: {x}} = chart;
      ctx.save();
      ctx.lineWidth = 1;
      ctx.globalAlpha = 0.55;
      ctx.setLineDash([3, 3]);
      for (const event of options.events || []) {
        if (event.time < x.min || event.time > x.max) continue;
        const at = Math.round(x.getPixelForValue(event.time)) + 0.5;
        ctx.strokeStyle = options.colours[event.kind];
        ctx.beginPath();
        ctx.moveTo(at, area.top);
        ctx.lineTo(at, area.bottom);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
  Chart.register(marks);

  function dataset(series, theme, bars) {
    const colour = theme.palette[series.colour];
    const band = series.style.startsWith('BAND');
    const set = {
      label: series.label,
      group: series.name,
      band,
      data: bars ? series.y : series.y.map((y, i) => ({x: series.x[i], y})),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: band ? 0 : 1.6,
      borderJoinStyle: 'round',
      pointRadius: series.style === 'DOTS' || series.y.length === 1 && !band ? 3.5 : 0,
      pointHitRadius: band ? 0 : 6,
      fill: false,
    };
    if (series.style === 'DASHED') set.borderDash = [6, 4];
    if (series.style === 'AREA') Object.assign(set, {fill: 'origin', backgroundColor: colour + '2e'});
    if (series.style === 'BAND_HIGH') Object.assign(set, {fill: '-1', backgroundColor: colour + '26'});
    if (bars) set.borderWidth = 0;
    return set;
  }

  /* The range of all points in time: every axis of time shows the same. */
  function timeRange() {
    let from = Infinity;
    let to = -Infinity;
    for (const chart of data.charts.filter(c => c.kind === 'TIME')) {
      for (const {x} of chart.series) {
        if (x.length) {
          from = Math.min(from, x[0]);
          to = Math.max(to, x[x.length - 1]);
        }
      }
    }
    return from < to ? {min: from, max: to} : {};
  }
  const range = timeRange();

  function options(chart, theme) {
    const format = FORMATS[chart.unit];
    const bars = chart.kind === 'BARS';
    const grid = {color: theme.rule, tickColor: theme.rule};
    const border = {color: theme.rule};
    const y = {grid, border, ticks: {color: theme.soft, callback: v => format(v), maxTicksLimit: 7}};
    const x = {type: 'linear', grid, border, ticks: {color: theme.soft, maxRotation: 0}};
    if (chart.kind === 'TIME') {
      Object.assign(x, range);
      x.ticks.autoSkip = false;
      x.afterBuildTicks = axis => {
        axis.ticks = timeTicks(axis.min, axis.max, Math.max(3, Math.floor(axis.width / 95)));
      };
      x.ticks.callback = (value, i, ticks) => ticks[i].label;
    } else {
      x.ticks.callback = v => FORMATS.PERCENT(v);
    }
    const named = {grid: {display: false}, border, ticks: {color: theme.ink, autoSkip: false}};
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      locale: 'en-US',
      indexAxis: bars ? 'y' : 'x',
      interaction: bars ? {mode: 'nearest', axis: 'y', intersect: false}
        : chart.kind === 'TIME' ? {mode: 'nearest', axis: 'x', intersect: false}
        : {mode: 'nearest', axis: 'xy', intersect: false},
      scales: bars
        ? {x: Object.assign({beginAtZero: true}, y), y: named}
        : {x, y},
      plugins: {
        marks: chart.kind === 'TIME' ? {events: data.events, colours: theme.events} : {events: []},
        legend: {
          display: chart.series.filter(s => !s.style.startsWith('BAND')).length > 1,
          align: 'start',
          labels: {
            color: theme.ink,
            boxWidth: 14,
            boxHeight: 2,
            filter: (item, all) => {
              const sets = all.datasets;
              const set = sets[item.datasetIndex];
              const same = sets.findIndex(s => s.group === set.group && !s.band);
              item.text = set.group;
              return !set.band && same === item.datasetIndex;
            },
          },
          onClick: (click, item, legend) => {
            const all = legend.chart.data.datasets;
            const shown = legend.chart.isDatasetVisible(item.datasetIndex);
            all.forEach((set, i) => {
              if (set.group === all[item.datasetIndex].group) {
                legend.chart.setDatasetVisibility(i, !shown);
              }
            });
            legend.chart.update();
          },
        },
        tooltip: {
          filter: item => !item.dataset.band,
          callbacks: {
            title: items => items.length === 0 ? ''
              : bars ? items[0].label
              : chart.kind === 'TIME' ? minute(items[0].parsed.x) + ' UTC'
              : 'claimed ' + FORMATS.PERCENT(items[0].parsed.x),
            label: item => (bars ? '' : item.dataset.label + ': ')
              + format(bars ? item.parsed.x : item.parsed.y),
          },
        },
      },
    };
  }

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue(name).trim();
    const palette = [];
    for (let i = 0; i < 8; i++) palette.push(of('--c' + i));
    return {
      palette,
      ink: of('--ink'),
      soft: of('--soft'),
      rule: of('--rule'),
      events: {
        BREAKER: of('--breaker'), SWAP: of('--swap'), COMMAND: of('--command'), ALERT: of('--alert'),
        ROLLBACK: of('--rollback'), STEP: of('--step'),
      },
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  let drawn = [];
  function draw() {
    drawn.forEach(chart => chart.destroy());
    const now = theme();
    Chart.defaults.font.family = now.font;
    Chart.defaults.font.size = 12;
    drawn = data.charts.map(chart => {
      const bars = chart.kind === 'BARS';
      return new Chart(document.getElementById('chart-' + chart.id), {
        type: bars ? 'bar' : 'line',
        data: {
          labels: bars ? chart.names : undefined,
          datasets: chart.series.map(series => dataset(series, now, bars)),
        },
        options: options(chart, now),
      });
    });
  }
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('beforeprint', () => drawn.forEach(chart => chart.resize()));
})();
