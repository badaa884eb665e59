/** Live state in PostgreSQL: the job that writes it, its tables, and what reads them. */
package io.minhos.state;
