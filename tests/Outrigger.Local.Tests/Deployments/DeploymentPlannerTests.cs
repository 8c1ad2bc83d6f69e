using Outrigger.Local.Deployments;
using Outrigger.Local.Pods;
using Outrigger.Local.Processes;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;

namespace Outrigger.Local.Tests.Deployments;

/// <summary>
/// The planner is run as the mesh runs it: again and again, with pods that come up and go in between.
/// </summary>
public class DeploymentPlannerTests
{
    private readonly DeploymentPlanner _planner = new(
        new ProcessesFile([TestPods.Process("a"), TestPods.Process("b")]), new Random(1));

    private readonly List<PodState> _pods = [];
    private int _next = 2;

    [Fact]
    public void As_many_pods_are_made_as_replicas_are_asked_for()
    {
        var changes = Step(TestPods.Deployment("a", 3), TestPods.Deployment("b", 1));

        Assert.Equal(4, changes.Create.Count);
        Assert.Empty(changes.Delete);
        Assert.Equal(4, changes.Create.Select(pod => pod.Name).Distinct().Count());
        var pod = changes.Create[0];
        Assert.Matches("^a-[0-9a-f]{10}-[b-z2-9]{5}$", pod.Name);
        Assert.Equal("a", pod.Labels["app"]);
        Assert.Equal(pod.TemplateHash, pod.Labels["pod-template-hash"]);
        Assert.Equal([9080], pod.Ports);
        Assert.Empty(Step(TestPods.Deployment("a", 3), TestPods.Deployment("b", 1)).Create);
    }

    [Fact]
    public void A_deployment_without_a_process_is_left_alone_and_named()
    {
        var changes = Step(TestPods.Deployment("unknown", 2));

        Assert.Empty(changes.Create);
        Assert.Equal("unknown", Assert.Single(_planner.Unmapped([TestPods.Deployment("unknown", 2)])).Name);
    }

    [Fact]
    public void Scaling_down_takes_the_pods_that_serve_nobody_first_and_then_the_youngest()
    {
        Step(TestPods.Deployment("a", 4));
        AllBecomeReady();
        _pods[0] = _pods[0] with { ApplicationReady = false };

        var changes = Step(TestPods.Deployment("a", 2));

        Assert.Equal(
            new[] { _pods[0], _pods[3] }.Select(pod => pod.Plan.Key).Order(),
            changes.Delete.Order());
    }

    [Fact]
    public void A_deployment_that_is_gone_takes_its_pods_with_it()
    {
        Step(TestPods.Deployment("a", 2));

        Assert.Equal(2, Step().Delete.Count);
    }

    [Fact]
    public void A_changed_template_brings_new_pods_before_old_ones_go()
    {
        Step(TestPods.Deployment("a", 2));
        AllBecomeReady();
        var old = _pods.ToList();

        var changes = Step(TestPods.Deployment("a", 2, image: "b"));
        Assert.Equal(2, changes.Create.Count);
        Assert.Empty(changes.Delete);

        _pods[^1] = TestPods.Ready(_pods[^1].Plan, _next++);
        changes = Step(TestPods.Deployment("a", 2, image: "b"));
        Assert.Empty(changes.Create);
        var first = Assert.Single(changes.Delete);
        Assert.Contains(first, old.Select(pod => pod.Plan.Key));
        _pods.RemoveAll(pod => pod.Plan.Key == first);

        AllBecomeReady();
        changes = Step(TestPods.Deployment("a", 2, image: "b"));
        Assert.Contains(Assert.Single(changes.Delete), old.Select(pod => pod.Plan.Key));
    }

    [Fact]
    public void Pods_that_terminate_are_neither_counted_nor_taken_again()
    {
        Step(TestPods.Deployment("a", 1));
        _pods[0] = _pods[0] with { Phase = PodPhase.Terminating };

        var changes = Step(TestPods.Deployment("a", 1));

        Assert.Single(changes.Create);
        Assert.Empty(changes.Delete);
    }

    private PodChanges Step(params ResourceObject<DeploymentSpec>[] deployments)
    {
        var changes = _planner.Plan(deployments, _pods);
        foreach (var plan in changes.Create)
        {
            _pods.Add(
                TestPods.Ready(plan, _next++) with { Phase = PodPhase.Pending, ApplicationReady = false });
        }

        return changes;
    }

    private void AllBecomeReady()
    {
        for (var i = 0; i < _pods.Count; i++)
        {
            _pods[i] = TestPods.Ready(_pods[i].Plan, _next++);
        }
    }
}
