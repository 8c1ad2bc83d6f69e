using Outrigger.Resources;

namespace Outrigger.Discovery.Generation;

/// <summary>
/// The way Istio names the object that a piece of configuration came from, in its metadata:
/// <c>/apis/networking.istio.io/v1/namespaces/default/virtual-service/reviews</c>.
/// </summary>
internal static class ConfigPath
{
    public static string Of(ResourceKey key) =>
        $"/apis/networking.istio.io/v1/namespaces/{key.Namespace}/{Kebab(key.Kind)}/{key.Name}";

    private static string Kebab(string kind)
    {
        var text = new System.Text.StringBuilder(kind.Length + 4);
        foreach (var letter in kind)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
