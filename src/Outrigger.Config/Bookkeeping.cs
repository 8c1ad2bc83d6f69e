using Outrigger.Resources;

namespace Outrigger.Config;

/// <summary>
/// The part of the metadata that belongs to the store. A user's text may hold it, copied out of a cluster; of
/// that only the creation time is kept, because the age of objects decides conflicts between them.
/// </summary>
public static class Bookkeeping
{
    /// <summary>The object without uid, versions and managed fields.</summary>
    public static ResourceObject Strip(ResourceObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ObjectMeta metadata = resource.Metadata;
        bool isClean = metadata is { Uid: null, ResourceVersion: null, Generation: null, SelfLink: null }
            && metadata.ManagedFields.Count == 0;
        return isClean ? resource : resource.WithMetadata(metadata with
        {
            Uid = null, ResourceVersion = null, Generation = null, SelfLink = null, ManagedFields = [],
        });
    }
}
