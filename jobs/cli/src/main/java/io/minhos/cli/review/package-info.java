/** What a desk looks back at: a day, a week or a month of what a run wrote down. */
package io.minhos.cli.review;
