<?php
// A site's server says who its signed-in visitor is: a token for Helpdesk("identify", token). PHP's own functions alone.

/** A token that holds for five minutes; make one for each page, never store it. */
function chat_token(string $secret, string $widget_key, array $user): string {
    $head = ['alg' => 'HS256', 'typ' => 'JWT'];
    $claims = [
        'sub' => (string) $user['id'],
        'aud' => $widget_key,
        'exp' => time() + 300,
        'name' => $user['name'],
        'email' => $user['email'],
        'email_verified' => true, // only if you have checked the address
    ];
    $content = chat_part(json_encode($head)) . '.' . chat_part(json_encode($claims));
    return $content . '.' . chat_part(hash_hmac('sha256', $content, $secret, true));
}

/** What proves an id in the simple mode; nothing else that is said beside it is believed. */
function user_hash(string $secret, string $user_id): string {
    return hash_hmac('sha256', $user_id, $secret);
}

function chat_part(string $data): string {
    return rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
}
