-- A row is a message of the topic that the table is named after, or a fold over one: columns are
-- its properties in snake_case, what is nested stays JSON under its own names. Times are event
-- times in milliseconds; "at" is the same as a timestamp. log_position is the place in the log:
-- a row gives way only to one of the same or a later place.

-- Null where there is no such date, as of what holds from the beginning of time.
CREATE FUNCTION event_time(millis bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN CASE WHEN millis BETWEEN -62135596800000 AND 253402300799999
  THEN to_timestamp(millis / 1000.0) END;

CREATE TABLE orders (
  cl_ord_id       text PRIMARY KEY,
  orig_cl_ord_id  text   NOT NULL,
  portfolio       text   NOT NULL,
  symbol          text   NOT NULL,
  side            text   NOT NULL,
  order_qty       float8,
  ord_type        text   NOT NULL,
  price           float8,
  stop_px         float8,
  time_in_force   text   NOT NULL,
  transact_time   bigint NOT NULL,
  purpose         text   NOT NULL,
  decision_id     text   NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(transact_time)) STORED
);
CREATE INDEX ON orders (decision_id);
CREATE INDEX ON orders (portfolio, transact_time);

CREATE TABLE executions (
  exec_id         text   NOT NULL,
  cl_ord_id       text   NOT NULL,
  portfolio       text   NOT NULL,
  symbol          text   NOT NULL,
  side            text   NOT NULL,
  exec_type       text   NOT NULL,
  ord_status      text   NOT NULL,
  last_qty        float8,
  last_px         float8,
  cum_qty         float8,
  leaves_qty      float8,
  avg_px          float8,
  commission      float8,
  transact_time   bigint NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(transact_time)) STORED
);
-- Whoever chose an id may have chosen a longer one than an index takes.
CREATE UNIQUE INDEX ON executions (md5(exec_id));
CREATE INDEX ON executions USING hash (cl_ord_id);
CREATE INDEX ON executions (portfolio, transact_time);

CREATE TABLE decisions (
  decision_id     text PRIMARY KEY,
  portfolio       text   NOT NULL,
  symbol          text   NOT NULL,
  time            bigint NOT NULL,
  outcome         text   NOT NULL,
  reason          text   NOT NULL,
  direction       text   NOT NULL,
  strength        float8,
  confidence      float8,
  components      jsonb  NOT NULL,
  fired           jsonb  NOT NULL,
  atr             float8,
  volatility      float8,
  price           float8,
  equity          float8,
  assessment      jsonb  NOT NULL,
  fraction        float8,
  quantity        float8,
  stop_px         float8,
  target_px       float8,
  cl_ord_id       text   NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED
);
CREATE INDEX ON decisions (portfolio, symbol, time);
CREATE INDEX ON decisions (time);

CREATE TABLE portfolio_history (
  portfolio       text   NOT NULL,
  time            bigint NOT NULL,
  cash            float8,
  positions_value float8,
  equity          float8,
  realised_pnl    float8,
  unrealised_pnl  float8,
  commission      float8,
  gross_exposure  float8,
  drawdown        float8,
  max_drawdown    float8,
  open_positions  int    NOT NULL,
  heat            float8,
  level           text   NOT NULL,
  trading_state   text   NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED,
  PRIMARY KEY (portfolio, time)
);

-- The last row of each.
CREATE TABLE portfolio (
  LIKE portfolio_history INCLUDING GENERATED,
  PRIMARY KEY (portfolio)
);

CREATE TABLE position_history (
  portfolio       text   NOT NULL,
  symbol          text   NOT NULL,
  time            bigint NOT NULL,
  quantity        float8,
  avg_price       float8,
  entry_time      bigint NOT NULL,
  entry_cl_ord_id text   NOT NULL,
  realised_pnl    float8,
  commission      float8,
  executions      bigint NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED,
  PRIMARY KEY (portfolio, symbol, time)
);

-- The last row of each, closed ones included.
CREATE TABLE positions (
  LIKE position_history INCLUDING GENERATED,
  PRIMARY KEY (portfolio, symbol)
);

CREATE TABLE accuracy (
  time            bigint NOT NULL,
  model           text   NOT NULL,
  version         int    NOT NULL,
  breaker         text   NOT NULL,
  allocation      float8,
  evidence        float8,
  figures         jsonb  NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED,
  PRIMARY KEY (model, version, time)
);

-- An alert has no id: it is known by all that it says.
CREATE TABLE alerts (
  time            bigint NOT NULL,
  code            text   NOT NULL,
  model           text   NOT NULL,
  version         int    NOT NULL,
  detail          text   NOT NULL,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED
);
CREATE UNIQUE INDEX ON alerts (time, code, model, version, md5(detail));

CREATE TABLE acknowledgements (
  command_id      text   NOT NULL,
  type            text   NOT NULL,
  status          text   NOT NULL,
  "from"          bigint NOT NULL,
  until           bigint NOT NULL,
  author          text   NOT NULL,
  reason          text   NOT NULL,
  detail          text   NOT NULL,
  log_position    bigint NOT NULL
);
CREATE UNIQUE INDEX ON acknowledgements (md5(command_id));

-- Entries of the control log but heartbeats, in force in [in_force_from, in_force_until).
CREATE TABLE controls (
  ordinal         bigint PRIMARY KEY,
  command_id      text   NOT NULL,
  type            text   NOT NULL,
  portfolio       text   NOT NULL,
  symbol          text   NOT NULL,
  model           text   NOT NULL,
  version         int    NOT NULL,
  value           text   NOT NULL,
  author          text   NOT NULL,
  reason          text   NOT NULL,
  in_force_from   bigint NOT NULL,
  in_force_until  bigint NOT NULL,
  uri             text   NOT NULL,
  sha256          text   NOT NULL,
  log_position    bigint NOT NULL
);
CREATE INDEX ON controls (type, in_force_from);

-- As configured when the job that writes started last.
CREATE TABLE limits (
  portfolio       text,
  name            text,
  bound           float8,
  PRIMARY KEY (portfolio, name)
);

-- How much of its limits each portfolio used at an event time.
CREATE FUNCTION limit_use(as_of bigint)
RETURNS TABLE (portfolio text, "time" bigint, name text, used float8, bound float8, use float8)
LANGUAGE sql STABLE AS $$
  SELECT h.portfolio, h.time, u.name, u.used, l.bound, u.used / l.bound
  FROM portfolio p
  CROSS JOIN LATERAL (
    SELECT * FROM portfolio_history WHERE portfolio = p.portfolio AND time <= as_of
    ORDER BY time DESC LIMIT 1) h
  LEFT JOIN LATERAL (
    -- The day (UTC) begins at the last valuation before it.
    SELECT equity FROM portfolio_history
    WHERE portfolio = p.portfolio AND time < h.time - mod(h.time, 86400000)
    ORDER BY time DESC LIMIT 1) o ON true
  CROSS JOIN LATERAL (VALUES
    (1, 'heat', h.heat),
    (2, 'grossExposure', h.gross_exposure / h.equity),
    (3, 'drawdown', h.drawdown),
    (4, 'dailyLoss', 1 - h.equity / coalesce(
      o.equity, h.equity - h.realised_pnl - h.unrealised_pnl + h.commission))
  ) u (ordinal, name, used)
  JOIN limits l ON l.portfolio = h.portfolio AND l.name = u.name
  ORDER BY h.portfolio, u.ordinal
$$;

CREATE VIEW limit_use AS SELECT * FROM limit_use(9223372036854775807);
