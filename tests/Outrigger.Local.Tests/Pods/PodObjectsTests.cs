using Outrigger.Local.Pods;
using Outrigger.Local.Supervision;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Tests.Pods;

public class PodObjectsTests
{
    [Fact]
    public void A_ready_pod_says_so_and_survives_writing_and_reading()
    {
        var pod = PodObjects.Build(TestPods.Ready(TestPods.Plan("reviews-v1-x", ports: 9080), 2));

        var read = Assert.Single(TestPods.Read(ResourceWriter.ToJson(pod)));

        Assert.True(ResourceWriter.AreEquivalent(pod, read));
        var status = Assert.IsType<PodStatus>(read.Status);
        Assert.Equal("Running", status.Phase);
        Assert.Equal("127.9.0.2", status.PodIP);
        Assert.All(status.Conditions, condition => Assert.Equal("True", condition.Status));
        Assert.Equal(
            ["reviews", "istio-proxy"], status.ContainerStatuses.Select(container => container.Name));
    }

    [Fact]
    public void A_crashing_application_is_shown_as_Kubernetes_shows_it()
    {
        var started = DateTimeOffset.UnixEpoch;
        var status = (PodStatus)PodObjects.Build(TestPods.Ready(TestPods.Plan("x"), 2) with
        {
            ApplicationReady = false,
            Application = new ProcessStatus(ProcessPhase.BackOff, null, 4, 139, started),
        }).Status!;

        Assert.Equal("False", status.Conditions.Single(condition => condition.Type == "Ready").Status);
        var application = status.ContainerStatuses[0];
        Assert.Equal(4, application.RestartCount);
        Assert.False(application.Ready);
        var waiting = application.State!.Value.GetProperty("waiting");
        Assert.Equal("CrashLoopBackOff", waiting.GetProperty("reason").GetString());
        Assert.Equal("killed by signal 11", waiting.GetProperty("message").GetString());
    }
}
