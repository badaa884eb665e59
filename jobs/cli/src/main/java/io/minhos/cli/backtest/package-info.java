/** Walk-forward backtests: retraining, the gate and swaps of models over files, in event time. */
package io.minhos.cli.backtest;
