// wrk and h2load have no option for a client certificate. Loaded before OpenSSL, this gives one to every context
// that they make.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;

int SSL_CTX_use_certificate_chain_file(SSL_CTX *context, const char *file);
int SSL_CTX_use_PrivateKey_file(SSL_CTX *context, const char *file, int type);

enum { PEM = 1 };

SSL_CTX *SSL_CTX_new(const SSL_METHOD *method)
{
    SSL_CTX *(*make)(const SSL_METHOD *) = (SSL_CTX *(*)(const SSL_METHOD *))dlsym(RTLD_NEXT, "SSL_CTX_new");
    SSL_CTX *context = make(method);
    const char *certificate = getenv("BENCH_CLIENT_CERTIFICATE");
    const char *key = getenv("BENCH_CLIENT_KEY");
    if (context == NULL || certificate == NULL || key == NULL)
        return context;
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1
        || SSL_CTX_use_PrivateKey_file(context, key, PEM) != 1) {
        fprintf(stderr, "client-certificate: cannot use %s with %s\n", certificate, key);
        exit(1);
    }
    return context;
}
