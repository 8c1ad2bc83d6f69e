using Outrigger.Resources;

namespace Outrigger.Config;

/// <summary>Makes lists of objects of one kind whose static type is that kind's.</summary>
internal static class TypedLists
{
    /// <summary>
    /// The objects, which are all of one kind, as a list of <c>ResourceObject&lt;TSpec&gt;</c>.
    /// </summary>
    public static object Of(IReadOnlyList<ResourceObject> objects)
    {
        var list = Array.CreateInstance(objects[0].GetType(), objects.Count);
        for (int i = 0; i < objects.Count; i++) list.SetValue(objects[i], i);
        return list;
    }
}
