-- What decisions were made of: with the bars before it a decision's signal is enough to compute the
-- features again, and with them the answers, the factors and the order.
CREATE TABLE signals (
  symbol          text   NOT NULL,
  time            bigint NOT NULL,
  direction       text   NOT NULL,
  strength        float8,
  confidence      float8,
  components      jsonb  NOT NULL,
  bar             jsonb  NOT NULL,
  atr             float8,
  volatility      float8,
  trend_strength  float8,
  fired           jsonb  NOT NULL,
  volume_ratio    float8,
  regime          text   NOT NULL,
  win             jsonb  NOT NULL,
  allocation      float8,
  commands        jsonb  NOT NULL,
  shadows         jsonb  NOT NULL,
  calibrated      float8,
  log_position    bigint NOT NULL,
  at              timestamptz GENERATED ALWAYS AS (event_time(time)) STORED,
  PRIMARY KEY (symbol, time)
);
