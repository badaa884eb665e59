package io.minhos.flink.inference;

import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;

/** The GPUs that the task manager offers, by Flink's external resource framework. */
public final class Gpus {

  /** What the resource is called, in {@code external-resources} too. */
  public static final String RESOURCE = "gpu";

  /** The property that Flink's own driver gives each GPU: its index on the machine. */
  static final String INDEX = "index";

  private Gpus() {}

  /**
   * Index of the GPU of this subtask. Flink tells every subtask of all GPUs of its task manager, so
   * the subtasks take them in turn: subtask i the one that is i mod n among n.
   *
   * @throws IllegalStateException GPU_MISSING if the task manager has none
   */
  static int index(RuntimeContext context) {
    List<Integer> indices =
        context.getExternalResourceInfos(RESOURCE).stream()
            .flatMap(gpu -> gpu.getProperty(INDEX).stream())
            .map(Integer::valueOf)
            .sorted()
            .toList();
    if (indices.isEmpty()) {
      throw new IllegalStateException(
          "GPU_MISSING: resource=%s task=%s expected=external-resource.%s.driver-factory.class of the task manager"
              .formatted(RESOURCE, context.getTaskInfo().getTaskNameWithSubtasks(), RESOURCE));
    }
    return indices.get(context.getTaskInfo().getIndexOfThisSubtask() % indices.size());
  }
}
