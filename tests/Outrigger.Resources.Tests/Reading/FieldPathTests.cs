using Outrigger.Resources.Text;

namespace Outrigger.Resources.Tests.Reading;

public class FieldPathTests
{
    [Theory]
    [InlineData("spec.http[0].route[12].weight", "spec|http|0|route|12|weight")]
    [InlineData("metadata.labels[app.kubernetes.io/name]", "metadata|labels|app.kubernetes.io/name")]
    [InlineData("spec.http[0].headers[x-a].exact", "spec|http|0|headers|x-a|exact")]
    [InlineData("", "")]
    [InlineData("a[unclosed", "a|unclosed")]
    public void Splits_into_parts(string path, string parts) =>
        Assert.Equal(parts, string.Join('|', FieldPath.Split(path)));

    [Theory]
    [InlineData("spec", "hosts", "spec.hosts")]
    [InlineData("", "kind", "kind")]
    [InlineData("metadata.labels", "app.kubernetes.io/name", "metadata.labels[app.kubernetes.io/name]")]
    [InlineData("headers", "", "headers[]")]
    public void Joins_keys_so_that_they_can_be_split_again(string path, string key, string joined) =>
        Assert.Equal(joined, FieldPath.Key(path, key));
}
