using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Tells whether an update of endpoints changes anything, so that workers are not made to start over for
/// nothing.
/// </summary>
internal static class EndpointSetComparer
{
    /// <summary>Whether both sets would be used alike.</summary>
    public static bool AreEqual(EndpointSet left, EndpointSet right)
    {
        if (left.OverprovisioningPercent != right.OverprovisioningPercent
            || left.Priorities.Length != right.Priorities.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Priorities.Length; i++)
        {
            if (!AreEqual(left.Priorities[i], right.Priorities[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(PriorityModel left, PriorityModel right)
    {
        if (left.Localities.Length != right.Localities.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Localities.Length; i++)
        {
            if (!AreEqual(left.Localities[i], right.Localities[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(LocalityModel left, LocalityModel right)
    {
        bool isSamePlace = left.Region == right.Region && left.Zone == right.Zone
            && left.SubZone == right.SubZone
            && left.Weight == right.Weight && left.Endpoints.Length == right.Endpoints.Length;
        for (int i = 0; isSamePlace && i < left.Endpoints.Length; i++)
        {
            isSamePlace = AreEqual(left.Endpoints[i], right.Endpoints[i]);
        }

        return isSamePlace;
    }

    private static bool AreEqual(EndpointModel left, EndpointModel right) =>
        left.Slot == right.Slot
        && left.Hostname == right.Hostname
        && left.Weight == right.Weight
        && left.Health == right.Health
        && left.ReportedHealth == right.ReportedHealth
        && HaveEqualMetadata(left, right);

    private static bool HaveEqualMetadata(EndpointModel left, EndpointModel right)
    {
        if (left.FilterMetadata is null || right.FilterMetadata is null)
        {
            return left.FilterMetadata is null && right.FilterMetadata is null;
        }

        return left.FilterMetadata.Count == right.FilterMetadata.Count
            && left.FilterMetadata.All(pair =>
                right.FilterMetadata.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));
    }
}
