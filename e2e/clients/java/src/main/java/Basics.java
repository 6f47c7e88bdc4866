import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;

/** Experiments, runs, searches, histories and artifacts through MLflow's Java client. */
public final class Basics {
  public static void main(String[] args) throws Exception {
    MlflowClient client = new MlflowClient(System.getenv("MLFLOW_TRACKING_URI"));
    String name = "java " + UUID.randomUUID();
    String experiment = client.createExperiment(name);
    check(client.getExperimentByName(name).get().getExperimentId(), experiment);
    List<String> runs = new ArrayList<>();
    for (int index = 0; index < 5; index++) {
      RunInfo info = client.createRun(experiment);
      String run = info.getRunId();
      runs.add(run);
      client.logParam(run, "index", String.valueOf(index));
      for (int step = 0; step < 4; step++) client.logMetric(run, "loss", step + index, 1000 + step, step);
      Metric nan = Metric.newBuilder().setKey("odd").setValue(Double.NaN).setTimestamp(Long.MAX_VALUE).setStep(-3).build();
      Param param = Param.newBuilder().setKey("naïve").setValue("🚀").build();
      RunTag tag = RunTag.newBuilder().setKey("t").setValue("v").build();
      client.logBatch(run, Arrays.asList(nan), Arrays.asList(param), Arrays.asList(tag));
      client.setTag(run, "gone", "soon");
      client.deleteTag(run, "gone");
      client.setTerminated(run, index % 2 == 0 ? RunStatus.FINISHED : RunStatus.FAILED);
    }
    Run run = client.getRun(runs.get(3));
    check(run.getInfo().getStatus(), RunStatus.FAILED);
    check(run.getData().getParamsList().size(), 2);
    check(client.getMetricHistory(runs.get(3), "loss").get(3).getValue(), 6.0);
    Metric odd = client.getMetricHistory(runs.get(3), "odd").get(0);
    check(Double.isNaN(odd.getValue()) && odd.getTimestamp() == Long.MAX_VALUE && odd.getStep() == -3, true);
    List<String> found = new ArrayList<>();
    client
        .searchRuns(Arrays.asList(experiment), "metrics.loss > 3 and attributes.status = 'FINISHED'", ViewType.ACTIVE_ONLY, 2,
            Arrays.asList("metrics.loss DESC"))
        .getItems()
        .forEach(item -> found.add(item.getInfo().getRunId()));
    check(found, Arrays.asList(runs.get(4), runs.get(2)));
    Path file = Files.createTempFile("notes", ".txt");
    Files.write(file, "from Java".getBytes(StandardCharsets.UTF_8));
    client.logArtifact(runs.get(1), file.toFile(), "deep/folder");
    String path = "deep/folder/" + file.getFileName();
    check(client.listArtifacts(runs.get(1), "deep/folder").get(0).getPath(), path);
    byte[] back = Files.readAllBytes(client.downloadArtifacts(runs.get(1), path).toPath());
    check(new String(back, StandardCharsets.UTF_8), "from Java");

    client.deleteRun(runs.get(0));
    check(client.searchRuns(Arrays.asList(experiment), "").size(), 4);
    client.restoreRun(runs.get(0));
    check(client.searchRuns(Arrays.asList(experiment), "").size(), 5);

    client.renameExperiment(experiment, name + " again");
    client.deleteExperiment(experiment);
    client.restoreExperiment(experiment);
    check(client.getExperiment(experiment).getName(), name + " again");
  }

  private static void check(Object is, Object expected) {
    if (!Objects.equals(is, expected)) throw new AssertionError(is + " is not " + expected);
  }
}
