namespace Outrigger.Routing.Jwt;

/// <summary>The registered names of the algorithms.</summary>
internal static class JwtAlgorithmNames
{
    /// <summary>Finds an algorithm by its exact name; others are not supported, in whatever case.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> name, out JwtAlgorithm algorithm)
    {
        for (JwtAlgorithm each = JwtAlgorithm.Rs256; each <= JwtAlgorithm.EdDsa; each++)
        {
            if (name.SequenceEqual(NameOf(each)))
            {
                algorithm = each;
                return true;
            }
        }

        algorithm = default;
        return false;
    }

    private static ReadOnlySpan<byte> NameOf(JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.Rs256 => "RS256"u8,
        JwtAlgorithm.Rs384 => "RS384"u8,
        JwtAlgorithm.Rs512 => "RS512"u8,
        JwtAlgorithm.Ps256 => "PS256"u8,
        JwtAlgorithm.Ps384 => "PS384"u8,
        JwtAlgorithm.Ps512 => "PS512"u8,
        JwtAlgorithm.Es256 => "ES256"u8,
        JwtAlgorithm.Es384 => "ES384"u8,
        JwtAlgorithm.Es512 => "ES512"u8,
        _ => "EdDSA"u8,
    };
}
