namespace Outrigger.ControlPlane.KeySets;

/// <summary>The keys of an issuer could not be fetched; the message says why.</summary>
internal sealed class KeySetException(string message, Exception? cause = null) : Exception(message, cause);
