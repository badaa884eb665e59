package io.minhos.cli;

import io.minhos.domain.control.ControlEntry;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.JournalEntry;
import io.minhos.store.ModelStore;
import io.minhos.store.StoreRefusal;
import io.minhos.store.StoredRelease;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    description = "Releases of models, and which of them is in force.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelsCommand.ListAll.class,
      ModelsCommand.Show.class,
      ModelsCommand.Promote.class,
      ModelsCommand.Rollback.class,
      ModelsCommand.Retire.class
    })
final class ModelsCommand {

  /** What all of them take. */
  abstract static class OnStore implements Callable<Integer> {

    @Option(
        names = "--store",
        paramLabel = "DIR",
        required = true,
        description = "Folder of the releases, or a URI such as s3://bucket/models.")
    String dir;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Mixin ConfigOptions config;

    @Override
    public Integer call() throws Exception {
      // Nothing of it is used; what is wrong in it is said all the same, as by every command.
      config.load();
      on(ModelStore.existing(dir));
      return 0;
    }

    abstract void on(ModelStore store) throws Exception;
  }

  /** Those that change something say who does it, and why. */
  abstract static class Changing extends OnStore {

    @Mixin Author author;

    @Override
    void on(ModelStore store) throws Exception {
      JournalEntry entry = change(store, new Change(author.name(), author.reason(), Instant.now()));
      System.out.println(json ? ModelTexts.json(entry) : ModelTexts.done(model(), entry));
    }

    abstract String model();

    abstract JournalEntry change(ModelStore store, Change change) throws StoreRefusal;
  }

  /** Those that may change the champion can have the jobs that run follow. */
  abstract static class ChangingChampion extends Changing {

    @Option(
        names = "--tell-jobs",
        description = {
          "Put the champion in force in the jobs that run too, for bars that close from now on:",
          "writes it into the control log."
        })
    boolean tellJobs;

    @Spec CommandSpec spec;

    boolean changesChampion() {
      return true;
    }

    @Override
    final void on(ModelStore store) throws Exception {
      String brokers = config.load().kafka().bootstrapServers();
      if (tellJobs && !changesChampion()) {
        throw new ParameterException(
            spec.commandLine(),
            "--tell-jobs is about the champion; 'minhos control challenge' is for a challenger");
      }
      if (tellJobs) {
        // Before anything is changed.
        ControlCommand.requireLog(brokers);
      }
      super.on(store);
      if (tellJobs) {
        ControlCommand.append(
            ControlEntry.release(store.champion(model()), author.name(), author.reason(), null),
            brokers);
      }
    }
  }

  @Command(
      name = "list",
      description = "All releases, or those of one model.",
      mixinStandardHelpOptions = true)
  static final class ListAll extends OnStore {

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "Model id, such as lstm.")
    String model;

    @Override
    void on(ModelStore store) throws StoreRefusal {
      List<StoredRelease> releases = model == null ? store.list() : known(store);
      System.out.println(json ? ModelTexts.json(releases) : ModelTexts.table(releases));
    }

    private List<StoredRelease> known(ModelStore store) throws StoreRefusal {
      store.requireModel(model);
      return store.list(model);
    }
  }

  @Command(
      name = "show",
      description = "One release, every byte of it checked, with the history of its model.",
      mixinStandardHelpOptions = true)
  static final class Show extends OnStore {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "Its version; the champion, if not given.")
    Integer version;

    @Override
    void on(ModelStore store) throws StoreRefusal {
      int shown = version == null ? store.champion(model).version() : version;
      StoredRelease release = store.show(model, shown);
      List<JournalEntry> history = store.journal(model).entries();
      System.out.println(
          json ? ModelTexts.json(release, history) : ModelTexts.page(release, history));
    }
  }

  @Command(
      name = "promote",
      description = {
        "Makes a release champion or challenger of the store.",
        "Jobs that run hear of it with --tell-jobs, or by 'minhos control release'."
      },
      mixinStandardHelpOptions = true)
  static final class Promote extends ChangingChampion {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Which of its releases.")
    int version;

    @Option(
        names = "--alias",
        paramLabel = "ALIAS",
        defaultValue = "champion",
        description = "The role it gets: champion (default) or challenger.")
    Alias alias;

    @Override
    String model() {
      return model;
    }

    @Override
    boolean changesChampion() {
      return alias == Alias.CHAMPION;
    }

    @Override
    JournalEntry change(ModelStore store, Change change) throws StoreRefusal {
      return store.promote(model, version, alias, change);
    }
  }

  @Command(
      name = "rollback",
      description = {
        "Makes the champion before the present one champion again.",
        "Jobs that run hear of it with --tell-jobs, or by 'minhos control release'."
      },
      mixinStandardHelpOptions = true)
  static final class Rollback extends ChangingChampion {

    @Parameters(paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

    @Override
    String model() {
      return model;
    }

    @Override
    JournalEntry change(ModelStore store, Change change) throws StoreRefusal {
      store.requireModel(model);
      return store.rollback(model, change);
    }
  }

  @Command(
      name = "retire",
      description = "Bars a release from being promoted ever again; deletes nothing.",
      mixinStandardHelpOptions = true)
  static final class Retire extends Changing {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Which of its releases.")
    int version;

    @Override
    String model() {
      return model;
    }

    @Override
    JournalEntry change(ModelStore store, Change change) throws StoreRefusal {
      return store.retire(model, version, change);
    }
  }
}
