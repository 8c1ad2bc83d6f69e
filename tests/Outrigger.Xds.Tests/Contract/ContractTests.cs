using Google.Protobuf.Reflection;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>Our part of the contract must mean on the wire what upstream's means.</summary>
public sealed class ContractTests(UpstreamContract upstream) : IClassFixture<UpstreamContract>
{
    [Fact]
    public void EveryMessageIsUpstreams()
    {
        var differences = new List<string>();
        foreach (MessageDescriptor message in OwnContract.MessagesOfEnvoy)
        {
            if (!upstream.Messages.TryGetValue(message.FullName, out DescriptorProto? theirs))
            {
                differences.Add($"{message.FullName}: unknown upstream");
                continue;
            }

            CompareFile(message.FullName, message.File, differences);
            CompareFields(message.FullName, message.ToProto(), theirs, differences);
            foreach (MessageDescriptor entry in message.NestedTypes.Where(nested => nested.IsMapEntry))
            {
                DescriptorProto theirEntry = upstream.Messages[entry.FullName];
                CompareFields(entry.FullName, entry.ToProto(), theirEntry, differences);
            }
        }

        Assert.NotEmpty(OwnContract.MessagesOfEnvoy);
        Assert.Equal("", string.Join('\n', differences));
    }

    [Fact]
    public void EveryEnumIsUpstreams()
    {
        var differences = new List<string>();
        foreach (EnumDescriptor each in OwnContract.EnumsOfEnvoy)
        {
            if (!upstream.Enums.TryGetValue(each.FullName, out EnumDescriptorProto? theirs))
            {
                differences.Add($"{each.FullName}: unknown upstream");
                continue;
            }

            CompareFile(each.FullName, each.File, differences);
            AddIfDifferent(each.FullName, Describe(each.ToProto()), Describe(theirs), differences);
        }

        Assert.NotEmpty(OwnContract.EnumsOfEnvoy);
        Assert.Equal("", string.Join('\n', differences));
    }

    [Fact]
    public void EveryServiceIsUpstreams()
    {
        var differences = new List<string>();
        ServiceDescriptor[] services = [.. OwnContract.FilesOfEnvoy.SelectMany(file => file.Services)];
        foreach (ServiceDescriptor service in services)
        {
            string theirs = string.Join(' ', upstream.Services[service.FullName].Method.Select(Describe));
            string ours = string.Join(' ', service.ToProto().Method.Select(Describe));
            AddIfDifferent(service.FullName, ours, theirs, differences);
            CompareFile(service.FullName, service.File, differences);
        }

        Assert.Equal(4, services.Length);
        Assert.Equal("", string.Join('\n', differences));
    }

    private void CompareFile(string name, FileDescriptor ours, List<string> differences) =>
        AddIfDifferent(name, ours.Name, upstream.Files[name], differences);

    private static void CompareFields(
        string name, DescriptorProto ours, DescriptorProto theirs, List<string> differences)
    {
        foreach (FieldDescriptorProto field in ours.Field)
        {
            FieldDescriptorProto? same = theirs.Field.FirstOrDefault(each => each.Name == field.Name);
            AddIfDifferent(
                $"{name}.{field.Name}",
                Describe(ours, field),
                same is null ? "unknown upstream" : Describe(theirs, same),
                differences);
        }
    }

    private static string Describe(DescriptorProto message, FieldDescriptorProto field)
    {
        string oneof = field.HasOneofIndex ? message.OneofDecl[field.OneofIndex].Name : "";
        bool packed = field.Options is { HasPacked: true } options ? options.Packed : field.Label == Repeated;
        return $"{field.Number} {field.Label} {field.Type} {field.TypeName} oneof({oneof}) "
            + $"optional({field.Proto3Optional}) packed({packed}) default({field.DefaultValue})";
    }

    private static string Describe(EnumDescriptorProto type) =>
        string.Join(' ', type.Value.Select(value => $"{value.Name}={value.Number}"));

    private static string Describe(MethodDescriptorProto method) =>
        $"{method.Name}({method.InputType} {method.ClientStreaming}) "
            + $"({method.OutputType} {method.ServerStreaming})";

    private static void AddIfDifferent(string name, string ours, string theirs, List<string> differences)
    {
        if (ours != theirs)
        {
            differences.Add($"{name}: ours {ours}, upstream {theirs}");
        }
    }

    private static FieldDescriptorProto.Types.Label Repeated => FieldDescriptorProto.Types.Label.Repeated;
}
