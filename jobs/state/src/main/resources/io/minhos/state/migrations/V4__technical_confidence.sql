-- What history makes of technical analysis' confidence, beside the one that it counts with.
ALTER TABLE signals ADD COLUMN technical_calibrated float8;
