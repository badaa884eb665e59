package io.minhos.trading;

import io.minhos.flink.inference.Gpus;
import io.minhos.trading.config.InferenceConfig;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the job's slots ask for. */
final class SlotGroups {

  private SlotGroups() {}

  /**
   * Lets the slots of the LSTM's group ask for GPUs, if it shall have any. The other group then has
   * to say what it needs too: a slot that says nothing takes its share of all that a task manager
   * has, GPUs included.
   */
  static void register(StreamExecutionEnvironment env, InferenceConfig config) {
    if (config.gpus() > 0) {
      env.registerSlotSharingGroup(group(InferenceConfig.DEFAULT_GROUP, config.slot()).build());
      env.registerSlotSharingGroup(
          group(config.slotSharingGroup(), config.slot())
              .setExternalResource(Gpus.RESOURCE, config.gpus())
              .build());
    }
  }

  private static SlotSharingGroup.Builder group(String name, InferenceConfig.Slot slot) {
    return SlotSharingGroup.newBuilder(name)
        .setCpuCores(slot.cpuCores())
        .setTaskHeapMemoryMB(slot.heapMegabytes())
        .setManagedMemoryMB(slot.managedMegabytes());
  }
}
