/** What serving costs, beside what it is measured against, in one run on one machine. */
package io.minhos.benchmarks;
