-- How far what releases are asked with has moved from their training. Null in reports from before.
ALTER TABLE accuracy ADD COLUMN drift jsonb;
