using Outrigger.Tests.Support;

namespace Outrigger.Resources.Tests.Reading;

/// <summary>What Istio publishes as samples is what users have in their clusters.</summary>
public class SamplesTests
{
    [Fact]
    public void Every_published_sample_is_read_without_an_error()
    {
        string[] files = SampleFiles();
        Assert.True(files.Length > 40, $"only {files.Length} samples were found");
        foreach (string file in files)
        {
            ReadResult read = ResourceReader.Read(File.ReadAllText(file), Path.GetFileName(file));
            Assert.DoesNotContain(read.Diagnostics, finding => finding.Severity == Severity.Error);
        }
    }

    [Fact]
    public void Every_object_of_the_samples_survives_writing_as_yaml_and_as_json()
    {
        int count = 0;
        foreach (string file in SampleFiles())
        {
            foreach (ResourceObject resource in ResourceReader.Read(File.ReadAllText(file)).Objects)
            {
                ResourceObject yaml =
                    Assert.Single(ResourceReader.Read(ResourceWriter.ToYaml(resource)).Objects);
                ResourceObject json =
                    Assert.Single(ResourceReader.Read(ResourceWriter.ToJson(resource)).Objects);
                Assert.True(ResourceWriter.AreEquivalent(resource, yaml), $"{file}: {resource} as YAML");
                Assert.True(ResourceWriter.AreEquivalent(resource, json), $"{file}: {resource} as JSON");
                count++;
            }
        }

        Assert.True(count > 90, $"only {count} objects were compared");
    }

    private static string[] SampleFiles() =>
        Directory.GetFiles(SharedFolder.Require("istio", "samples"), "*.yaml", SearchOption.AllDirectories);
}
